"""What the shipped catalogue is called and the place it was written for."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache

from tracker import paths


@dataclass(frozen=True, slots=True)
class ShippedPack:
    """The shipped catalogue as a pack; `city` and `province` with their 市 and 省."""

    code: str
    name: str
    version: str
    city: str
    province: str


@lru_cache(maxsize=1)
def shipped_pack() -> ShippedPack:
    """Return what stands in the catalogue's own file."""
    return ShippedPack(**tomllib.loads((paths.seed_dir() / "pack.toml").read_text(encoding="utf-8")))
