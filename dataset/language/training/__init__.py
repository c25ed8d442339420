"""What makes the model: examples, augmentation, network, export. Needs the ``train`` extra."""
