/** An act that is sent once: a second press does nothing while the first is on its way, and a retry is the same act. */

import { type UseMutationResult, useMutation } from "@tanstack/react-query";
import { useRef } from "react";

import { newKey } from "../api/client.ts";

export interface Write<Said, Given> {
  send: (said: Said) => void;
  isBusy: boolean;
  error: unknown;
  given: Given | undefined;
  /** Sends what was said last once more, under the same key. */
  retry: () => void;
  reset: () => void;
}

/**
 * `act` is given what was said, and a key that stays the same until the act is done: an answer that was lost on its way is
 * asked for again, and the act is not done twice. `done` hears of the end.
 */
export function useWrite<Said, Given>(
  act: (said: Said, key: string) => Promise<Given>,
  done?: (given: Given, said: Said) => unknown,
): Write<Said, Given> {
  const isUnderWay = useRef(false);
  const key = useRef<{ of: string; is: string } | null>(null);
  const keyOf = (said: Said): string => {
    const of = JSON.stringify([said]);
    if (key.current?.of !== of) key.current = { of, is: newKey() };
    return key.current.is;
  };
  const writing: UseMutationResult<Given, Error, Said> = useMutation<Given, Error, Said>({
    mutationFn: (said) => act(said, keyOf(said)),
    onSuccess: (given, said) => {
      key.current = null;
      return done?.(given, said);
    },
    onSettled: () => {
      isUnderWay.current = false;
    },
  });
  const send = (said: Said): void => {
    if (isUnderWay.current) return;
    isUnderWay.current = true;
    writing.mutate(said);
  };
  return {
    send,
    isBusy: writing.isPending,
    error: writing.error,
    given: writing.data,
    retry: () => { if (writing.isError) send(writing.variables); },
    reset: writing.reset,
  };
}
