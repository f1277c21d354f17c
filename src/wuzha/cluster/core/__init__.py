"""What the database ground decides without touching a machine."""
