import { SourcesPage } from '../../components/sources/SourcesPage.tsx';

/** The sources page: asks the worker, draws its view. */
export function App() {
  return <SourcesPage />;
}
