"""Separating a laboratory effect from brands, where the design allows it at all.

A laboratory effect can be told from a brand only where products were tested at two laboratories and these links connect every laboratory
with every other: otherwise "this laboratory reads high" and "these brands are strong" are the same statement.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from registry.assessment.uncertainty import Floats


@dataclass(frozen=True)
class LaboratoryEffect:
    """For each lot: the `correction` to subtract (against the average laboratory). `extra` is the variance that the correction adds to its
    product's mean, in units of the within variance; `parameters` the degrees of freedom it took; `sentence` says what was possible."""

    correction: Floats
    extra: Floats
    parameters: int
    sentence: str


def laboratory_effect(lots: pd.DataFrame) -> LaboratoryEffect:
    """Estimate laboratory effects by least squares with a mean for each product; columns brand_key, product_key, laboratory, low.

    Lots without a named laboratory make the effect inseparable. The variance a correction adds is counted for each product alone.
    """
    size = len(lots)
    none = np.zeros(size)
    laboratory, names = pd.factorize(lots["laboratory"])
    product = lots.groupby(["brand_key", "product_key"], sort=False).ngroup().to_numpy() if size else np.zeros(0, dtype=int)
    count = len(names)
    if count < 2 or "" in set(names):
        said = "A laboratory is not named on every lot" if "" in set(names) else "All lots come from one laboratory"
        return LaboratoryEffect(none, none, 0, f"{said}: brand and laboratory cannot be separated.")
    if not _connected(product, laboratory, count):
        return LaboratoryEffect(
            none,
            none,
            0,
            "No chain of products tested at two laboratories links all laboratories: brand and laboratory cannot be separated.",
        )
    if size - (product.max() + 1) - (count - 1) < 1:
        return LaboratoryEffect(none, none, 0, "Too few lots to estimate a laboratory effect besides the products: none is taken out.")
    indicator = np.zeros((size, count))
    indicator[np.arange(size), laboratory] = 1.0
    share = _product_means(indicator, product)
    centred = indicator - share[product]
    value = lots["low"].to_numpy(dtype=np.float64)
    inverse = np.linalg.pinv(centred.T @ centred)
    contrast = np.eye(count) - 1 / count
    effect = contrast @ inverse @ centred.T @ value
    covariance = contrast @ inverse @ contrast.T
    extra = np.einsum("ij,jk,ik->i", share, covariance, share)[product]
    return LaboratoryEffect(effect[laboratory], extra, count - 1, f"The effect of {count} laboratories is taken out.")


def _product_means(indicator: Floats, product: np.ndarray) -> Floats:
    sums = np.zeros((product.max() + 1, indicator.shape[1]))
    np.add.at(sums, product, indicator)
    return np.asarray(sums / np.bincount(product)[:, None], dtype=np.float64)


def _connected(product: np.ndarray, laboratory: np.ndarray, count: int) -> bool:
    """Whether the products link every laboratory with every other."""
    reached, frontier = {0}, [0]
    while frontier:
        here = frontier.pop()
        products = set(product[laboratory == here])
        beside = set(laboratory[np.isin(product, list(products))]) - reached
        reached |= beside
        frontier.extend(beside)
    return len(reached) == count
