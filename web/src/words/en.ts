/** All words in English, room by room. The other languages are held to its keys. */

import { design } from "../design/words/en.ts";
import { notices } from "../notices/words/en.ts";
import { session } from "../session/words/en.ts";
import { shell } from "../shell/words/en.ts";
import { start } from "../start/words/en.ts";
import { status } from "../status/words/en.ts";
import { webhooks } from "../webhooks/words/en.ts";


export const en = { design, notices, session, shell, start, status, webhooks } as const;
