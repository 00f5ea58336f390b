// The sheet at the side in which one thing is looked at or changed.
import { Drawer } from 'antd';
import type { ReactNode } from 'react';

export interface SideSheetProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function SideSheet({ title, onClose, children }: SideSheetProps) {
  return (
    <Drawer open title={title} onClose={onClose} size="min(640px, 100vw)" className="side-sheet">
      {children}
    </Drawer>
  );
}
