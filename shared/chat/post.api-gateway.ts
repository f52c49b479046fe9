import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import type { Post } from './post.ts';

/**
 * `url` is that of the WebSocket API with its stage, `wss://…/chat`: connections are managed at the same place by HTTP.
 * Source: developer guide, "Use @connections commands in your backend service".
 */
export function postThrough(url: string): Post {
  const client = new ApiGatewayManagementApiClient({ endpoint: url.replace(/^ws/, 'http') });
  return {
    send: async (ConnectionId, message) => {
      try {
        await client.send(new PostToConnectionCommand({ ConnectionId, Data: JSON.stringify(message) }));
        return 'posted';
      } catch (error) {
        if (error instanceof GoneException) return 'gone';
        throw error;
      }
    },
    end: async (ConnectionId) => {
      try {
        await client.send(new DeleteConnectionCommand({ ConnectionId }));
      } catch (error) {
        if (!(error instanceof GoneException)) throw error;
      }
    },
  };
}
