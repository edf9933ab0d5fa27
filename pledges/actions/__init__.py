"""What changes a pledge and more than its own row."""
