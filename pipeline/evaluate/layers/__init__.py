"""The layers that are scored, each a module with a ``LAYER``; a new one is a module and a row in ``LAYERS``."""

from pipeline.evaluate.layer import Layer
from pipeline.evaluate.layers import (
    commitments,
    exchanges,
    figures,
    header,
    linking,
    mentions,
    participants,
    persons,
    themes,
    turns,
)

LAYERS: tuple[Layer, ...] = (
    turns.LAYER,
    exchanges.LAYER,
    header.LAYER,
    participants.LAYER,
    mentions.LAYER,
    linking.LAYER,
    persons.LAYER,
    themes.LAYER,
    commitments.LAYER,
    figures.LAYER,
)
"""All layers, in the order in which scores are shown."""
