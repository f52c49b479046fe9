import { announceFile, fetchFile } from '../../../shared/api/agents/tickets.ts';
import { announcing, fetching } from '../attachments.ts';
import type { Dependencies } from '../handler.ts';
import type { Route, Serve } from '../serve.ts';

/** Files of answers, put and fetched by presigned addresses. */
export const files = (serve: Serve, dependencies: Dependencies): Route[] => [
  serve(announceFile, announcing(dependencies)),
  serve(fetchFile, fetching(dependencies)),
];
