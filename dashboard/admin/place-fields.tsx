// A position in figures, for who has them: WGS-84, in step with the map.
import type { Position } from '@haixi/proto/basics';
import { InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { Labelled } from './labelled';

export interface PlaceFieldsProps {
  readonly position: Position;
  readonly disabled: boolean;
  readonly onPosition: (position: Position) => void;
}

/** A tenth of a metre. */
const digits = 6;

export function PlaceFields({ position, disabled, onPosition }: PlaceFieldsProps) {
  const { t } = useTranslation('admin');
  return (
    <div className="field-pair">
      <Labelled label={`${t('lon')} (WGS-84)`}>
        <InputNumber
          disabled={disabled}
          min={-180}
          max={180}
          step={0.0001}
          precision={digits}
          value={position.lon}
          onChange={(lon) => onPosition({ ...position, lon: lon ?? position.lon })}
        />
      </Labelled>
      <Labelled label={`${t('lat')} (WGS-84)`}>
        <InputNumber
          disabled={disabled}
          min={-90}
          max={90}
          step={0.0001}
          precision={digits}
          value={position.lat}
          onChange={(lat) => onPosition({ ...position, lat: lat ?? position.lat })}
        />
      </Labelled>
    </div>
  );
}
