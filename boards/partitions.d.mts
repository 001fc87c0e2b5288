/** How the flash of a board is divided. */
export type Partition = {
  readonly name: string;
  readonly type: string;
  readonly kind: string;
  readonly offset: number;
  readonly size: number;
};
export function partitionsOf(board: string): Partition[];
export function slotsOf(board: string): { count: number; size: number };
