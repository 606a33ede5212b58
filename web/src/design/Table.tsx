/** Rows under named columns. The roles are written out: as blocks on a phone the elements would lose theirs. */

import type { ReactNode } from "react";

import styles from "./Table.module.css";

interface Row {
  key: string;
  /** The first names the row. */
  cells: readonly ReactNode[];
}

export function Table({ caption, columns, rows }: { caption: string; columns: readonly string[]; rows: readonly Row[] }): ReactNode {
  return (
    <table role="table" className={styles["table"]}>
      <caption>{caption}</caption>
      <thead>
        <tr role="row">{columns.map((each) => <th key={each} role="columnheader" scope="col">{each}</th>)}</tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells: [name, ...others] }) => (
          <tr key={key} role="row">
            <th role="rowheader" scope="row">{name}</th>
            {others.map((each, at) => (
              // eslint-disable-next-line jsx-a11y/no-interactive-element-to-noninteractive-role -- It is no grid.
              <td key={columns[at + 1]} role="cell" data-column={columns[at + 1]}>{each}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
