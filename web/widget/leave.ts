/** The visitor wants the answer by mail: said until the chat says that it goes there. */
export function createLeave(send: (message: object) => boolean) {
  let address: string | undefined;
  const again = () => address !== undefined && send({ action: 'leave', wants: 'mail', address });
  return {
    to: (wanted: string) => {
      address = wanted;
      again();
    },
    again,
    /** Done, or refused. Answers where to. */
    settled: (): string | undefined => {
      const where = address;
      address = undefined;
      return where;
    },
  };
}
export type Leave = ReturnType<typeof createLeave>;
