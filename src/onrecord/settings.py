"""All settings in one table: read from `onrecord.toml`, overridden by ONRECORD_* variables, shown by `onrecord settings`."""

from __future__ import annotations

from functools import cache
from tomllib import TOMLDecodeError

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from onrecord.errors import UsageError


class Settings(BaseSettings):
    """Limits and defaults. Sizes in bytes, times in seconds."""

    model_config = SettingsConfigDict(env_prefix="ONRECORD_", toml_file="onrecord.toml", extra="forbid", frozen=True)

    archive: str = Field("onrecord.db", description="archive file used when --archive is not given")
    outlets: str | None = Field(
        None, description="TOML file of outlets of your own: owner, kind, and who judged so (docs/across.md)"
    )
    max_page_bytes: int = Field(8_000_000, gt=0, description="a page larger than this is reported, not read")
    max_unpacked_ratio: int = Field(
        200, gt=0, description="compressed input that unpacks to more times its size is refused"
    )
    max_segments: int = Field(
        50_000, gt=0, description="a page with more blocks of text than this is reported, not read"
    )
    max_encoded_chars: int = Field(
        150_000,
        gt=0,
        description="characters of a page that the model reads; the rest is kept, and reported as not read",
    )
    least_confidence: float = Field(
        0.0,
        ge=0,
        le=1,
        description="attributions and events that the model is less sure of are left out of the records of a page, unless another record names them",
    )
    page_seconds: float = Field(60.0, gt=0, description="a page that takes longer is given up and reported")
    fetch_seconds: float = Field(30.0, gt=0, description="time limit for fetching one URL, redirects included")
    fetch_redirects: int = Field(5, ge=0, description="redirects followed for one URL")
    allow_private_addresses: bool = Field(
        False, description="whether `add URL` and `watch` may fetch from private or loopback addresses"
    )

    max_feed_bytes: int = Field(5_000_000, gt=0, description="a feed larger than this is reported, not read")
    feed_seconds: float = Field(10.0, gt=0, description="a feed that takes longer to parse is given up and reported")
    batch_slice_bytes: int = Field(
        64_000_000, gt=0, description="`batch` makes one part of every so many bytes of a large input file"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments win over variables, variables over the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


@cache
def settings() -> Settings:
    """The settings of this process, read once.

    Raises UsageError naming the setting if a value makes no sense.
    """
    try:
        return Settings()
    except ValidationError as error:
        what = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        raise UsageError(f"settings (onrecord.toml, ONRECORD_* variables): {what}") from error
    except TOMLDecodeError as error:
        raise UsageError(f"onrecord.toml: {error}") from error
