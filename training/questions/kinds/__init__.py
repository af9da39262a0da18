"""The kinds of question, by the key that each version stores."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from training.questions.kinds.base import (
    Body,
    Kind,
    OptionLine,
    OptionOutcome,
    Response,
    ShownOption,
    ShownPart,
    TextBlock,
)
from training.questions.kinds.essay import Essay
from training.questions.kinds.gaps import Gaps
from training.questions.kinds.matching import Matching
from training.questions.kinds.multiple_choice import MultipleChoice
from training.questions.kinds.numeric import Numeric
from training.questions.kinds.ordering import Ordering
from training.questions.kinds.short_answer import ShortAnswer
from training.questions.kinds.single_choice import SingleChoice
from training.questions.kinds.true_false import TrueFalse

__all__ = ["KINDS", "Body", "Kind", "OptionLine", "OptionOutcome", "Response", "ShownOption", "ShownPart", "TextBlock"]

_ALL: tuple[Kind, ...] = (
    SingleChoice(),
    MultipleChoice(),
    TrueFalse(),
    ShortAnswer(),
    Numeric(),
    Matching(),
    Ordering(),
    Gaps(),
    Essay(),
)

KINDS: Mapping[str, Kind] = MappingProxyType({kind.key: kind for kind in _ALL})
