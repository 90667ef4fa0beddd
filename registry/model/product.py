"""What a certificate is about: Brand, Product, Lot, and what the pack claims (LabelClaim with its history)."""
