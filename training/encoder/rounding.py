"""Products of int8 as ONNX Runtime takes them, for training: weights are rounded by channel, what flows between layers by window.

What the rounding leaves out counts as learnt with (Bengio et al. 2013, Estimating or Propagating Gradients Through Stochastic Neurons): the gradient passes straight through.
"""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

_STEPS, _LARGEST = 255, 127


class _Flow(torch.autograd.Function):
    """What flows into a product, (windows, pieces, width): 0 to 255 between the least and the largest of a window, zero among them."""

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        axes = tuple(range(1, x.dim()))
        low = x.amin(axes, keepdim=True).clamp(max=0).float()
        high = x.amax(axes, keepdim=True).clamp(min=0).float()
        scale = ((high - low) / _STEPS).clamp(min=1e-8)
        zero = (-low / scale).round()
        rounded = (x.float() / scale).round_().add_(zero).clamp_(0, _STEPS)
        return rounded.sub_(zero).mul_(scale).to(x.dtype)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> Tensor:  # type: ignore[override]
        return gradient


class _Weights(torch.autograd.Function):
    """Weights of a product, (channels, width): -127 to 127 of a scale of each channel."""

    @staticmethod
    def forward(ctx: Any, weights: Tensor) -> Tensor:
        scale = (weights.abs().amax(1, keepdim=True) / _LARGEST).clamp(min=1e-10)
        return (weights / scale).round_().mul_(scale)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> Tensor:  # type: ignore[override]
        return gradient


def rounded(linear: nn.Linear, x: Tensor) -> Tensor:
    """What a layer gives in int8."""
    return F.linear(_Flow.apply(x), _Weights.apply(linear.weight), linear.bias)
