// The script of a page without anything else: what the tests call.

import { Session } from "../../tools/live/session.ts";

Object.assign(globalThis, { Session });
