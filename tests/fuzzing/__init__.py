"""Looking for files that the readers stumble over; see __main__."""
