import { networkInterfaces } from 'node:os';

/** FastCGI programs by the one path that each answers: where it listens, and what it is told besides the request. */
export type FastCgiServices = Record<string, { socket: string; parameters: Record<string, string> }>;

export interface NginxSettings {
  /** For all that nginx writes. */
  folder: string;
  logFile: string;
  /** The file of `auth_basic_user_file`. */
  passwords: string;
  port: number;
  services: FastCgiServices;
}

const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

/** A configuration for one process in the foreground, with HTTP Basic and open CORS for everything. */
export function nginxConfig({ folder, logFile, passwords, port, services }: NginxSettings): string {
  const addresses = Object.values(networkInterfaces()).flat();
  const listen = addresses.some((each) => each?.address === '::1') ? `listen [::1]:${port};` : '';
  return `
daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log stderr warn;
events {}
http {
  ${TEMPORARY.map((name) => `${name}_temp_path ${folder};`).join('\n  ')}
  log_format lines escape=json '{"method":"$request_method","url":"$request_uri","host":"$http_host","status":$status,"authorization":"$http_authorization","origin":"$http_origin"}';
  access_log ${logFile} lines;
  server {
    listen 127.0.0.1:${port};
    ${listen}
    auth_basic "Maps";
    auth_basic_user_file ${passwords};
    add_header Access-Control-Allow-Origin * always;
${Object.entries(services).map(location).join('')}  }
}
`;
}

function location([path, { socket, parameters }]: [string, FastCgiServices[string]]): string {
  const fixed = Object.entries(parameters).map(([name, value]) => `fastcgi_param ${name} "${value}";`);
  return `    location = ${path} {
      fastcgi_pass unix:${socket};
      fastcgi_hide_header Access-Control-Allow-Origin;
      fastcgi_param GATEWAY_INTERFACE CGI/1.1;
      fastcgi_param REQUEST_METHOD $request_method;
      fastcgi_param QUERY_STRING $query_string;
      fastcgi_param CONTENT_TYPE $content_type;
      fastcgi_param CONTENT_LENGTH $content_length;
      fastcgi_param REQUEST_URI $request_uri;
      fastcgi_param SCRIPT_NAME $uri;
      fastcgi_param SERVER_PROTOCOL $server_protocol;
      fastcgi_param SERVER_NAME $host;
      fastcgi_param SERVER_PORT $server_port;
      fastcgi_param HTTP_HOST $http_host;
      ${fixed.join('\n      ')}
    }
`;
}
