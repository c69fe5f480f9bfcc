import { MapPage } from '../../components/map/MapPage.tsx';

/** The map page. */
export function App() {
  return <MapPage />;
}
