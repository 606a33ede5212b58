/** All words in Dutch, room by room. */

import { design } from "../design/words/nl.ts";
import { notices } from "../notices/words/nl.ts";
import { session } from "../session/words/nl.ts";
import { shell } from "../shell/words/nl.ts";
import { start } from "../start/words/nl.ts";
import { status } from "../status/words/nl.ts";
import { webhooks } from "../webhooks/words/nl.ts";
import type { Words } from "./words.ts";

export const nl: Words = { design, notices, session, shell, start, status, webhooks };
