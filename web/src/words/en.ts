/** All words in English, room by room. The other languages are held to its keys. */

import { design } from "../design/words/en.ts";
import { session } from "../session/words/en.ts";
import { shell } from "../shell/words/en.ts";
import { start } from "../start/words/en.ts";
import { webhooks } from "../webhooks/words/en.ts";


export const en = { design, session, shell, start, webhooks } as const;
