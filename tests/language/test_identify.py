"""Languages: English is taken for English whatever it is about; others are noticed."""

from __future__ import annotations

import pytest

from dataset.language.identify import language_of


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", ""),
        ("en", "1,500 2–3 !!"),
        ("en", "Oslo"),
        ("en", "Angela Merkel, Emmanuel Macron, Donald Tusk, Gitanas Nausėda, Sanna Marin"),
        ("en", "STATE BUDGET TALKS COLLAPSE AMID STRIKE THREATS, MINISTER RESIGNS"),
        ("en", "The mayor said: “Ich bin ein Berliner, und das ist gut so.” She then left the hall."),
        ("de", "Der Stadtrat hat am Montag beschlossen, die alte Brücke für immer zu sperren."),
        ("fr", "Le conseil municipal a décidé lundi de fermer le vieux pont aux voitures."),
        ("es", "El ayuntamiento decidió el lunes cerrar el puente viejo porque no era seguro."),
        ("nl", "De gemeenteraad besloot maandag de oude brug voor altijd te sluiten voor auto's."),
        ("pl", "Rada miasta postanowiła w poniedziałek zamknąć stary most dla samochodów."),
        ("be", "Гарадскі савет у панядзелак вырашыў зачыніць стары мост для аўтамабіляў."),
        ("zh", "市议会星期一决定关闭旧桥，因为它已经不再安全。"),
        ("ar", "قرر مجلس المدينة يوم الاثنين إغلاق الجسر القديم لأنه لم يعد آمنا."),
        ("he", "מועצת העיר החליטה ביום שני לסגור את הגשר הישן כי הוא כבר לא בטוח."),
    ],
)  # fmt: skip
def test_language_of(language: str, text: str) -> None:
    assert language_of(text) == language
