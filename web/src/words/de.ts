/** All words in German, room by room. */

import { design } from "../design/words/de.ts";
import { notices } from "../notices/words/de.ts";
import { session } from "../session/words/de.ts";
import { shell } from "../shell/words/de.ts";
import { start } from "../start/words/de.ts";
import { status } from "../status/words/de.ts";
import { webhooks } from "../webhooks/words/de.ts";
import type { Words } from "./words.ts";

export const de: Words = { design, notices, session, shell, start, status, webhooks };
