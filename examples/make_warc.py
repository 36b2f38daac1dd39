"""Write examples/pages/crawl.warc.gz from the example pages: the same bytes every time."""

from __future__ import annotations

import argparse
import gzip
import io
import uuid
from pathlib import Path

from fastwarc.warc import WarcRecord, WarcRecordType

PAGES = Path(__file__).resolve().parent / "pages"
RETRIEVED = "2024-03-16T06:00:00Z"

#: File, the address it is said to come from, and the content type the server declared.
CRAWL = (
    (
        "strait-diario.html",
        "https://diariodelpuerto.example/mundo/2024/03/15/varonia-niega-draga.html",
        "text/html; charset=windows-1252",
    ),
    (
        "talsperre-rundblick.html",
        "https://alpenrundblick.example/politik/talsperre-hochreut-frist",
        "text/html; charset=utf-8",
    ),
    ("square-protest.txt", "https://lowmarkdispatch.example/2022/10/21/bread-protest", "text/plain; charset=utf-8"),
)


def record(file: str, url: str, content_type: str) -> bytes:
    """One response record, gzipped on its own as the WARC standard asks, with fixed id, date and gzip header."""
    payload = (PAGES / file).read_bytes()
    warc = WarcRecord()
    warc.init_headers(record_type=WarcRecordType.response)
    warc.headers["WARC-Record-ID"] = f"<{uuid.uuid5(uuid.NAMESPACE_URL, url).urn}>"
    warc.headers["WARC-Date"] = RETRIEVED
    warc.headers["WARC-Target-URI"] = url
    warc.headers["Content-Type"] = "application/http; msgtype=response"
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {len(payload)}\r\n\r\n"
    warc.set_bytes_content(head.encode() + payload)
    plain = io.BytesIO()

    warc.write(plain, checksum_data=False)
    return gzip.compress(plain.getvalue(), compresslevel=9, mtime=0)


def main() -> None:
    """Write the file named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=PAGES / "crawl.warc.gz")
    options = parser.parse_args()
    options.out.write_bytes(b"".join(record(*entry) for entry in CRAWL))


if __name__ == "__main__":
    main()
