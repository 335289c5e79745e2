"""unpack.py WHEEL FOLDER LIBRARY…: takes TensorFlow's libraries and the headers of its C interface out of the wheel."""

import shutil
import sys
import zipfile
from pathlib import Path

HEADERS = "tensorflow/include/"
WANTED = tuple(HEADERS + folder for folder in ("tensorflow/c/", "tensorflow/core/platform/", "tsl/"))

wheel, folder, *libraries = sys.argv[1:]
targets = {f"tensorflow/{name}": Path(folder, "lib", name) for name in libraries}
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        if name.startswith(WANTED) and name.endswith(".h"):
            targets[name] = Path(folder, "include", name[len(HEADERS) :])
    for name, target in targets.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(name) as source, target.open("wb") as out:
            shutil.copyfileobj(source, out, 1 << 20)
