"""The trained model: where it is, whether it is current, and how it is made."""
