"""Units as printed, their bases, and exact conversion.

A basis is what an amount is counted against: a mass fraction and an amount per serving are different quantities, and
crossing between them needs a mass, a density or a count that the certificate or the label states (BasisError otherwise).
"""
