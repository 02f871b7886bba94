"""One small file that people pass around to sign: a new root, or an edition that needs four eyes. Pure.

    {"skaryna": "to sign", "kind": "root" | "edition", "names": {key id: name}, "about": [sentences],
     "metadata": what TUF calls metadata, as it will be published}

`names` and `about` help people and are not signed; they never enter an edition.
"""

from collections.abc import Mapping

import msgspec
from securesystemslib.exceptions import UnverifiedSignatureError
from securesystemslib.signer import Key, Signature, Signer
from tuf.api.exceptions import RepositoryError, UnsignedMetadataError
from tuf.api.metadata import Metadata, Root, Targets

from skaryna.errors import TrustError, UnfitError
from skaryna.seal.roles import Role

MAX_BYTES = 1 << 20


class ToSign(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be signed, who may, and what it would change."""

    skaryna: str = "to sign"
    kind: str
    names: dict[str, str]
    about: list[str]
    metadata: dict[str, object]

    @property
    def root(self) -> Metadata[Root]:
        """The proposed root.

        Raises:
            UnfitError: It is none.
        """
        return _metadata(self.metadata, Root)

    @property
    def targets(self) -> Metadata[Targets]:
        """The edition's targets.

        Raises:
            UnfitError: They are none.
        """
        return _metadata(self.metadata, Targets)


def _metadata(value: dict[str, object], kind: type) -> Metadata:  # type: ignore[type-arg]
    try:
        # from_dict takes its argument apart.
        metadata: Metadata = Metadata.from_dict(msgspec.json.decode(msgspec.json.encode(value)))  # type: ignore[type-arg]
    except (RepositoryError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _not_ours() from error
    if not isinstance(metadata.signed, kind):
        raise _not_ours()
    return metadata


def of_root(metadata: Metadata[Root], *, names: dict[str, str], about: list[str]) -> ToSign:
    """Return the file to pass around for a new root."""
    return ToSign(kind="root", names=names, about=about, metadata=metadata.to_dict())


def of_edition(metadata: Metadata[Targets], *, names: dict[str, str], about: list[str]) -> ToSign:
    """Return the file to pass around for an edition."""
    return ToSign(kind="edition", names=names, about=about, metadata=metadata.to_dict())


def parse(data: bytes) -> ToSign:
    """Read such a file.

    Raises:
        UnfitError: It is none, or is far too large.
    """
    if len(data) > MAX_BYTES:
        raise _not_ours()
    try:
        found = msgspec.json.decode(data, type=ToSign)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise _not_ours() from error
    if found.skaryna != "to sign" or found.kind not in {"root", "edition"}:
        raise _not_ours()
    _ = found.root if found.kind == "root" else found.targets
    return found


def text_of(to_sign: ToSign) -> bytes:
    """Return the file's bytes."""
    return msgspec.json.format(msgspec.json.encode(to_sign), indent=1) + b"\n"


def signed(to_sign: ToSign, signers: list[Signer]) -> ToSign:
    """Return it with more signatures; one that is there already is made again, never counted twice."""
    metadata: Metadata = to_sign.root if to_sign.kind == "root" else to_sign.targets  # type: ignore[type-arg]
    for signer in signers:
        metadata.sign(signer, append=True)
    return msgspec.structs.replace(to_sign, metadata=metadata.to_dict())


def merged(mine: ToSign, theirs: ToSign, keys: Mapping[str, Key]) -> ToSign:
    """Return `mine` with the signatures of another copy of the same file; only those of `keys` that are right.

    Raises:
        TrustError: They sign something else.
    """
    if mine.kind != theirs.kind or mine.metadata["signed"] != theirs.metadata["signed"]:
        raise TrustError(
            "This file proposes something else than the one that waits for signatures here.",
            hint="Pass the newest file around; `skaryna keys holders` says what waits.",
        )
    metadata: Metadata = mine.root if mine.kind == "root" else mine.targets  # type: ignore[type-arg]
    other: Metadata = theirs.root if theirs.kind == "root" else theirs.targets  # type: ignore[type-arg]
    signatures = [*metadata.signatures.values(), *other.signatures.values()]
    metadata.signatures = {
        each.keyid: each for each in signatures if _is_right(keys.get(each.keyid), each, metadata.signed_bytes)
    }
    return msgspec.structs.replace(mine, metadata=metadata.to_dict())


def _is_right(key: Key | None, signature: Signature, payload: bytes) -> bool:
    try:
        if key is not None:
            key.verify_signature(signature, payload)
            return True
    except UnverifiedSignatureError:
        pass
    return False


def missing(root: Root, role: Role, metadata: Metadata) -> int:  # type: ignore[type-arg]
    """Return how many more signatures `root` asks of a role."""
    return root.get_verification_result(role, metadata.signed_bytes, metadata.signatures).missing


def check_successor(current: Root, proposed: Metadata[Root]) -> None:
    """Refuse a root that the present holders and the new ones did not sign, or that is not the next.

    Raises:
        TrustError: Signatures are missing, or the version is wrong.

    Source:
        The Update Framework, specification 1.0.34, section 5.3.
    """
    if proposed.signed.version != current.version + 1:
        raise TrustError(
            f"This is root {proposed.signed.version}; the next here is root {current.version + 1}.",
            hint="Somebody proposed it from an older state: make the proposal again.",
        )
    for by in (current, proposed.signed):
        try:
            by.verify_delegate("root", proposed.signed_bytes, proposed.signatures)
        except UnsignedMetadataError as error:
            more = missing(by, "root", proposed)
            raise TrustError(
                f"Root {proposed.signed.version} still needs {more} signature{'s' if more > 1 else ''} "
                f"of the {'present' if by is current else 'new'} holders.",
                hint="Send the file to another holder, who runs `skaryna keys sign FILE`.",
            ) from error


def _not_ours() -> UnfitError:
    return UnfitError(
        "This is no file to sign.", hint="It ends in .to-sign.json and comes from `skaryna keys` or `skaryna publish`."
    )
