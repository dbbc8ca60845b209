"""Keep the present schema and data under the name of a version."""

import asyncio
import sys

from tests.models.kept import keep

if __name__ == "__main__":
    asyncio.run(keep(sys.argv[1]))
