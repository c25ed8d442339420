"""What the web page is made of: its elements, its style and its script."""
