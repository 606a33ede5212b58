/** How the pages ask: what does not answer is asked twice more, what is refused is not; a lost session is noticed. */

import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";

import { Refusal } from "../api/client.ts";
import { goToSignIn } from "./leaving.ts";
import { ME, isSignedOut } from "./me.ts";

const TRIES_AGAIN = 2;

export function newAsking(): QueryClient {
  const asking: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      // Who has nothing before her yet signs in; who may be typing is told, by the banner of the shell.
      onError: (error, query) => {
        if (!isSignedOut(error)) return;
        if (query.state.data === undefined) goToSignIn();
        else if (query.queryKey[0] !== ME[0]) void asking.invalidateQueries({ queryKey: ME });
      },
    }),
    mutationCache: new MutationCache({
      onError: (error) => {
        if (isSignedOut(error)) void asking.invalidateQueries({ queryKey: ME });
      },
    }),
    defaultOptions: {
      queries: {
        networkMode: "always",
        staleTime: 2_000,
        retry: (failures, error) => !(error instanceof Refusal) && failures < TRIES_AGAIN,
        retryDelay: 500,
      },
      mutations: { networkMode: "always" },
    },
  });
  return asking;
}
