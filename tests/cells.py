"""Random cases in which a NumPy function and a Keras layer must be equal: shapes, lengths, masks, states, weights."""

from typing import NamedTuple

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

# Each example builds and runs a Keras layer, which takes some hundredths of a second.
thorough = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


class Case(NamedTuple):
    """What a layer is given: ``x`` (batch, time, d), ``mask`` (batch, time) or None, whether it starts from zero states."""

    x: np.ndarray
    mask: np.ndarray | None
    units: int
    from_zero: bool
    scale: float
    rng: np.random.Generator

    def numbers(self, shape):
        return self.rng.normal(0, self.scale, shape).astype(self.x.dtype)


@st.composite
def cases(draw):
    """In double precision with weights of any size; in single precision with small ones, which do not amplify rounding."""
    double = draw(st.booleans())
    batch, time, d = draw(st.integers(1, 4)), draw(st.integers(1, 30)), draw(st.integers(1, 6))
    units, rng = draw(st.integers(1, 12)), np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    x = rng.normal(size=(batch, time, d)).astype("float64" if double else "float32")
    mask = {
        "none": None,
        "right": np.arange(time) < rng.integers(0, time + 1, (batch, 1)),  # padded at the end
        "left": np.arange(time) >= rng.integers(0, time + 1, (batch, 1)),
        "any": rng.random((batch, time)) < 0.5,
    }[draw(st.sampled_from(["none", "right", "left", "any"]))]
    scale = draw(st.floats(0, 2)) if double else 0.2
    return Case(x, mask, units, draw(st.booleans()), scale, rng)


def differences(case: Case, layer, function, weights=None) -> tuple[float, float]:
    """Run both with the same random weights: how far apart are the hidden states of all steps, and the final states?

    ``layer`` is built here and has ``return_sequences`` and ``return_state``; ``function(x, *weights, *states, mask=mask)`` returns
    the hidden states (batch, time, units) and then each final state (batch, units). ``weights`` turns the layer's weights into the
    function's where they are not the same. At a masked step a layer repeats its last output, so only the others are compared.
    """
    batch, time, _ = case.x.shape
    layer.build(case.x.shape)
    layer.set_weights([case.numbers(w.shape) for w in layer.get_weights()])
    size = getattr(layer, "state_size", None) or layer.cell.state_size
    states = [case.numbers((batch, n)) for n in (size if isinstance(size, (list, tuple)) else [size])]
    given = {} if case.from_zero else {"initial_state": states}
    theirs = [np.asarray(a) for a in layer(case.x, mask=case.mask, **given)]
    names = () if case.from_zero else states
    ours = function(case.x, *(weights or (lambda w: w))(layer.get_weights()), *names, mask=case.mask)
    assert [a.shape for a in ours] == [a.shape for a in theirs]
    assert all(np.isfinite(a).all() for a in ours)
    seen = np.ones((batch, time), bool) if case.mask is None else case.mask
    outputs = np.abs(ours[0] - theirs[0])[seen].max(initial=0)
    return float(outputs), float(max(np.abs(a - b).max() for a, b in zip(ours[1:], theirs[1:], strict=True)))
