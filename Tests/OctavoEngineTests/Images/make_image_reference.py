"""Writes image_reference.json: small image files, and what Pillow makes of them.

Run in an environment with Pillow and NumPy. An image that Pillow cannot scale by itself (16 bits a
sample) is given by the samples it was made of, scaled as round(255 x / 65535).
"""
import base64
import io
import json
import pathlib
import struct
import zlib

import numpy as np
from PIL import Image, ImageOps

random = np.random.default_rng(1)
cases = []


def add(name, data, rgba, tolerance=0):
    rgba = np.asarray(rgba, dtype=np.uint8)
    cases.append({
        "name": name, "file": base64.b64encode(data).decode(), "height": rgba.shape[0],
        "width": rgba.shape[1], "rgba": base64.b64encode(rgba.tobytes()).decode(),
        "tolerance": tolerance,
    })


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(samples, depth, color, extra=b"", interlace=False):
    """A PNG of integer samples (H, W, C), with extra chunks before the data."""
    height, width, channels = samples.shape

    def packed(part):
        rows = b""
        for row in part:
            bits = "".join(format(int(x), f"0{depth}b") for x in row.reshape(-1))
            bits += "0" * (-len(bits) % 8)
            rows += b"\0" + int(bits, 2).to_bytes(len(bits) // 8, "big")
        return rows

    passes = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)]
    if interlace:
        parts = [samples[y::dy, x::dx] for y, x, dy, dx in passes]
        data = b"".join(packed(part) for part in parts if part.size)
    else:
        data = packed(samples)
    header = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, int(interlace))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", zlib.compress(data, 9))
            + chunk(b"IEND", b""))


def scaled(samples):
    return np.rint(samples * 255 / 65535).astype(np.uint8)


def with_alpha(rgb, alpha=None):
    rgb = np.repeat(rgb, 3, axis=2) if rgb.shape[2] == 1 else rgb
    alpha = np.full(rgb.shape[:2] + (1,), 255) if alpha is None else alpha
    return np.concatenate([rgb, alpha], axis=2)


gamma = chunk(b"gAMA", struct.pack(">I", 100000))
srgb = chunk(b"sRGB", b"\0")
row = np.minimum(8000 * np.arange(9), 65535)
for name, extra in [("plain", b""), ("gama", gamma), ("srgb", srgb)]:
    for interlace in (False, True):
        kind = f"{name}{'-interlaced' if interlace else ''}"
        grey = np.tile(row, (9, 1))[..., None]
        add(f"grey16-{kind}", png(grey, 16, 0, extra, interlace), with_alpha(scaled(grey)))
        rgb = random.integers(0, 65536, (9, 9, 3))
        add(f"rgb16-{kind}", png(rgb, 16, 2, extra, interlace), with_alpha(scaled(rgb)))
        pair = random.integers(0, 65536, (9, 9, 2))
        add(f"grey-alpha16-{kind}", png(pair, 16, 4, extra, interlace),
            with_alpha(scaled(pair[..., :1]), scaled(pair[..., 1:])))
        four = random.integers(0, 65536, (9, 9, 4))
        add(f"rgba16-{kind}", png(four, 16, 6, extra, interlace), scaled(four))

palette = random.integers(0, 256, (16, 3)).astype(np.uint8)
for depth in (1, 2, 4, 8):
    for interlace in (False, True):
        most = min(16, 2 ** depth)
        index = random.integers(0, most, (5, 11, 1))
        data = png(index, depth, 3, chunk(b"PLTE", palette[:most].tobytes()), interlace)
        add(f"palette{depth}{'-interlaced' if interlace else ''}", data, Image.open(io.BytesIO(data)).convert("RGBA"))
        grey = random.integers(0, 2 ** depth, (5, 11, 1))
        data = png(grey, depth, 0, gamma, interlace)
        add(f"grey{depth}{'-interlaced' if interlace else ''}", data, Image.open(io.BytesIO(data)).convert("RGBA"))

index = np.arange(12).reshape(3, 4, 1) % 4
data = png(index, 8, 3, chunk(b"PLTE", palette[:4].tobytes()) + chunk(b"tRNS", bytes([0, 128, 255])))
add("palette-trns", data, Image.open(io.BytesIO(data)).convert("RGBA"))
data = png(index * 10, 8, 0, chunk(b"tRNS", struct.pack(">H", 20)))
add("grey-trns", data, Image.open(io.BytesIO(data)).convert("RGBA"))
rgb = np.array([[[1, 2, 3], [4, 5, 6]], [[1, 2, 3], [1, 2, 4]]])
data = png(rgb, 8, 2, chunk(b"tRNS", struct.pack(">HHH", 1, 2, 3)))
add("rgb-trns", data, Image.open(io.BytesIO(data)).convert("RGBA"))
grey = np.array([[[1000], [1001]], [[1000], [50000]]])
alpha = np.array([[[0], [255]], [[0], [255]]])
add("grey16-trns", png(grey, 16, 0, chunk(b"tRNS", struct.pack(">H", 1000))), with_alpha(scaled(grey), alpha))


def jpeg(image, **settings):
    out = io.BytesIO()
    image.save(out, "JPEG", **settings)
    return out.getvalue()


y, x = np.mgrid[0:12, 0:20]
smooth = np.stack([12 * x, 20 * y, 255 - 12 * x], axis=2).clip(0, 255).astype(np.uint8)
picture = Image.fromarray(smooth)
for name, image, settings in [
    ("baseline", picture, {"quality": 90}),
    ("progressive", picture, {"quality": 80, "progressive": True}),
    ("full-chroma", picture, {"quality": 95, "subsampling": 0}),
    ("grey", picture.convert("L"), {"quality": 90}),
    ("optimised", picture, {"quality": 30, "optimize": True}),
]:
    data = jpeg(image, **settings)
    add(f"jpeg-{name}", data, Image.open(io.BytesIO(data)).convert("RGBA"), tolerance=2)
for orientation in range(1, 9):
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = jpeg(picture, quality=90, exif=exif)
    shown = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    add(f"jpeg-orientation-{orientation}", data, shown.convert("RGBA"), tolerance=2)
out = io.BytesIO()
exif = Image.Exif()
exif[0x0112] = 6
picture.crop((0, 0, 5, 3)).save(out, "PNG", exif=exif)
add("png-orientation-6", out.getvalue(), ImageOps.exif_transpose(Image.open(out)).convert("RGBA"))

grey = picture.convert("L")
refused = {
    "jpeg-cmyk": jpeg(picture.convert("CMYK")),
    "jpeg-truncated": jpeg(picture)[:-40],
    "jpeg-header-only": jpeg(picture)[:30],
}
frame = jpeg(grey)
where = frame.index(b"\xff\xc0")
refused["jpeg-12-bits"] = frame[:where + 4] + b"\x0c" + frame[where + 5:]
refused["jpeg-giant"] = frame[:where + 5] + struct.pack(">HH", 60000, 60000) + frame[where + 9:]
header = struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0)
refused["png-giant"] = (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")))
for kind in ("GIF", "BMP", "TIFF", "WEBP"):
    out = io.BytesIO()
    picture.save(out, kind)
    refused[kind.lower()] = out.getvalue()[:400]

target = pathlib.Path(__file__).with_name("image_reference.json")
target.write_text(json.dumps({
    "cases": cases, "refused": {name: base64.b64encode(data).decode() for name, data in refused.items()}
}, indent=1) + "\n")
