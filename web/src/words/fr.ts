/** All words in French, room by room. */

import { design } from "../design/words/fr.ts";
import { notices } from "../notices/words/fr.ts";
import { session } from "../session/words/fr.ts";
import { shell } from "../shell/words/fr.ts";
import { start } from "../start/words/fr.ts";
import { status } from "../status/words/fr.ts";
import { webhooks } from "../webhooks/words/fr.ts";
import type { Words } from "./words.ts";

export const fr: Words = { design, notices, session, shell, start, status, webhooks };
