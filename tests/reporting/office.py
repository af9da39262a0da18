"""An office program as a second reader of our files: LibreOffice without a screen turns them into PDF."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.conftest import skip_or_fail
from training.core import pdf

#: The fonts that the program ships in place of Times New Roman: a machine's own may lend its Vietnamese letters from
#: several, and a PDF then names them out of order.
FONTS = Path(pdf.__file__).parent / "fonts"
_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}</dir><cachedir>{cache}</cachedir>
<alias binding="same"><family>Times New Roman</family><prefer><family>Front Serif</family></prefer></alias>
</fontconfig>"""


def as_pdf(files: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """Return each file, by its name, as the PDF that LibreOffice prints of it; all in one start of the program."""
    program = shutil.which("soffice")
    if program is None:
        skip_or_fail("no LibreOffice: apt install libreoffice-writer-nogui libreoffice-calc-nogui")
    for name, data in files.items():
        (folder / name).write_bytes(data)
    settings = folder / "fonts.conf"
    settings.write_text(_FONTS.format(folder=FONTS, cache=folder / "fonts"))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(program), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder / "made")]
    subprocess.run(
        [*command, *(str(folder / name) for name in files)],
        check=True,
        capture_output=True,
        timeout=120,
        env={**os.environ, "FONTCONFIG_FILE": str(settings)},
    )
    return {name: (folder / "made" / Path(name).with_suffix(".pdf").name).read_bytes() for name in files}
