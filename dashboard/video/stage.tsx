// The stage over the map: where a picture is shown large. What is on it stays the same picture, only moved.
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useEffectEvent,
  useMemo,
  useState,
} from 'react';
import { createPortal } from 'react-dom';
import './stage.css';

export interface Stage {
  readonly host: HTMLElement | null;
  readonly large: readonly string[];
  readonly toggle: (id: string) => void;
  readonly clear: () => void;
}

const StageContext = createContext<Stage | null>(null);

/**
 * The stage of a page: what it keeps, and the ref of the element that lies over the map.
 * @param onLarger something is being made large, and what would cover it has to go
 */
export function useStage(onLarger: () => void): {
  stage: Stage;
  setHost: (host: HTMLElement | null) => void;
} {
  const [host, setHost] = useState<HTMLElement | null>(null);
  const [large, setLarge] = useState<readonly string[]>([]);
  const stage = useMemo<Stage>(
    () => ({
      host,
      large,
      toggle: (id) => {
        if (!large.includes(id)) onLarger();
        setLarge((now) => (now.includes(id) ? now.filter((each) => each !== id) : [...now, id]));
      },
      clear: () => setLarge([]),
    }),
    [host, large, onLarger],
  );
  return { stage, setHost };
}

export function StageContextProvider({ stage, children }: { stage: Stage; children: ReactNode }) {
  return <StageContext value={stage}>{children}</StageContext>;
}

export interface Staged {
  readonly isLarge: boolean;
  readonly toggle: () => void;
  /** The picture where it belongs now, and where it is taken from this, so that nothing moves up. */
  readonly place: (picture: ReactNode, instead: ReactNode) => ReactNode;
}

/** One picture that can be shown large, under an id that no other on the page has. */
export function useStaged(id: string): Staged {
  const stage = useContext(StageContext);
  if (stage === null) throw new Error('no StageContextProvider above this component');
  const { host, large, toggle } = stage;
  const isLarge = host !== null && large.includes(id);
  // What goes from the page goes from the stage.
  const leave = useEffectEvent(() => {
    if (large.includes(id)) toggle(id);
  });
  useEffect(() => () => leave(), []);
  return {
    isLarge,
    toggle: () => toggle(id),
    place: (picture, instead) =>
      isLarge ? (
        <>
          {createPortal(picture, host)}
          {instead}
        </>
      ) : (
        picture
      ),
  };
}
