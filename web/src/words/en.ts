/** All words in English, room by room. The other languages are held to its keys. */

import { design } from "../design/words/en.ts";
import { session } from "../session/words/en.ts";
import { shell } from "../shell/words/en.ts";
import { start } from "../start/words/en.ts";


export const en = { design, session, shell, start } as const;
