"""What the parts of a page are: one noun a module, pure functions from text to values."""
