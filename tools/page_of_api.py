"""``docs/reference/api.md``, from the operations themselves. Django is set up."""

from typing import Any

INTRODUCTION = """# The HTTP API

Written from the operations: `python tools/reference.py`. The schema (OpenAPI 3.1) is at
`/api/openapi.json` of a running office.

A key (Tata kelola, Kunci API) has a role and an area of its own and travels in a header:

```
curl -H "Authorization: Bearer KEY" "http://127.0.0.1:8016/api/coverage?on=2016-09-30&by=desa"
```

NIKs travel in the body, never in an address:

```
curl -H "Authorization: Bearer KEY" -H "Content-Type: application/json" \\
     -d '{"niks": ["6408040101809997"]}' http://127.0.0.1:8016/api/residents/status
```

Reading a file, committing it and undoing it go on in the background (`rekam serve` and `rekam worker` do
it). The answer is 202 with the import; its address stands in `Location`. Ask again, every second or so, as
long as it has `work`; after that `state` and `trouble` say what came of it.

```
curl -H "Authorization: Bearer KEY" -F kind=residents -F as_of=2016-09-30 -F file=@pembaruan.csv \\
     http://127.0.0.1:8016/api/imports
curl -H "Authorization: Bearer KEY" http://127.0.0.1:8016/api/imports/21
curl -H "Authorization: Bearer KEY" -H "Content-Type: application/json" -d '{}' \\
     http://127.0.0.1:8016/api/imports/21/commit
```

A report as a file, as on paper: `GET /api/reports/1/pdf` or `/xlsx`, in English with `?language=en`.

Every error is a problem document (`application/problem+json`) with `status`, `code` and `detail`, also
where no operation was reached; the codes are those of [office-codes.md](office-codes.md) and, for what is
wrong with a file, of [codes.md](codes.md). 400: not JSON, not a form, or a text that cannot be kept. 401:
no valid key. 403: the role or the area does not reach it. 404: there is no such thing. 405: the address
takes another method, which `Allow` names. 409: not now. 413: the file or the body is too large. 422: the
file or a field cannot be read. 429: more than 600 requests a minute with one key. 500: a failure of the
office. 503: the database is busy (`storage.busy`) or the disk full (`storage.full`), and nothing was
changed; or the database does not answer (`storage.away`). `Retry-After` says after how many seconds to ask
again.

| Operation | Right of the key | What it does |
|---|---|---|
"""


def _in_one_line(operation: Any) -> str:
    """What it does, as a cell of a table can hold it."""
    return " ".join(operation["description"].split())


def written() -> str:
    """The whole document."""
    from rekam.office.api.operations import api

    schema: Any = api.get_openapi_schema(path_prefix="/api/")
    rights = {
        (method, f"/api{path}"): _right(operation)
        for _, router in api._routers
        for path, view in router.path_operations.items()
        for operation in view.operations
        for method in operation.methods
    }
    rows = [
        f"| `{method.upper()} {path}` | {rights[method.upper(), path]} | {_in_one_line(operation)} |"
        for path, operations in schema["paths"].items()
        for method, operation in operations.items()
    ]
    return INTRODUCTION + "\n".join(rows) + "\n"


def _right(operation: Any) -> str:
    return " or ".join(f"`{right.value}`" for right in operation.auth_callbacks[0].any_of)
