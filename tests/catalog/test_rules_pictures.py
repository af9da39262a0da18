"""What may be a picture of a course."""

from __future__ import annotations

import struct

import pytest

from tests.catalog.pictures import gif, jpeg, png, webp
from training.catalog.rules.pictures import picture_name, read_picture
from training.core.errors import Invalid


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (png(320, 200), "image/png"),
        (jpeg(320, 200), "image/jpeg"),
        (gif(320, 200), "image/gif"),
        (webp(320, 200), "image/webp"),
    ],
)
def test_a_picture_is_told_by_its_content(data: bytes, media_type: str) -> None:
    found = read_picture(data)
    assert (found.media_type, found.width, found.height) == (media_type, 320, 200)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><script>alert(1)</script>",
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
        b"RIFF\x00\x00\x00\x00WEBPVP8 ",
        b"\xff\xd8\xff\xe0",
        b"\xff\xd8\xff" + b"\xff" * 100,
        png(0, 200),
        png(9000, 10),
        png(7000, 7000),
        png(3, 3) + b"\0" * 2 * 1024 * 1024,
        struct.pack("<HI", 0x4D42, 54),
    ],
)
def test_what_is_no_picture_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(Invalid) as refusal:
        read_picture(data)
    assert refusal.value.field == "picture"
    assert refusal.value.text


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Họp tổ dân phố.PNG", "hop-to-dan-pho.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        (r"C:\hình\Đường làng.jpeg", "duong-lang.jpg"),
        ("", "hinh.jpg"),
        ("a<b>.svg", "a-b.jpg"),
    ],
)
def test_a_name_is_made_plain_with_the_ending_of_the_content(name: str, kept: str) -> None:
    assert picture_name(name, "image/jpeg") == kept
