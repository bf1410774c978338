# The far end of ../contestant.ts, for contestants in Python: a line of JSON asks for calls, a line of JSON answers how
# long they took. ../serve.ts is the same in TypeScript.

import json
import sys
import time


class Missing(Exception):
    """Work that a contestant cannot do; the reader sees why."""


def serve(about, make):
    """Answers until the standard input ends. `make` makes of a case what is then called; that is not timed."""
    print(json.dumps({"about": about}), flush=True)
    made, run = None, None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if made != request["work"]:
                run = make(request["work"])
                made = request["work"]
            started = time.perf_counter()
            for _ in range(request["calls"]):
                run()
            answer = {"seconds": time.perf_counter() - started}
        except Missing as reason:
            answer = {"missing": str(reason)}
        print(json.dumps(answer), flush=True)
