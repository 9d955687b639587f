"""What the office decides about what arrives from its stations."""
