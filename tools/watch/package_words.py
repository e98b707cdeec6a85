"""Where words stand in the scripts of a package of Gradio's, a wheel or an npm archive, which it reads file
by file without unpacking it: prints JSON, {"page": {word: files}, "server": {word: files}}. `page` is what
a browser gets, `server` what renders a page on the server.

    python3 package_words.py gradio-5.12.0-py3-none-any.whl supports-zerogpu-headers zerogpu-headers"""

import json
import sys
import tarfile
import zipfile

PARTS = {
    "gradio/templates/frontend/": "page",
    "gradio/templates/node/": "server",
    "package/dist/": "page",
}


def files(path):
    """Names, and what reads each."""
    if path.endswith(".whl"):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield name, lambda name=name: archive.read(name)
    else:
        with tarfile.open(path) as archive:
            for member in archive:
                if member.isfile():
                    yield member.name, lambda member=member: archive.extractfile(member).read()


def main(path, words):
    found = {part: {word: 0 for word in words} for part in PARTS.values()}
    for name, read in files(path):
        part = next((part for folder, part in PARTS.items() if name.startswith(folder)), None)
        if part and name.endswith((".js", ".mjs", ".html")):
            text = read()
            for word in words:
                # In quotes: one of the words ends as another does.
                quoted = [quote + word.encode() + quote for quote in (b'"', b"'", b"`")]
                found[part][word] += any(one in text for one in quoted)
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
