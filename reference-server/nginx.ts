/**
 * Configuration of a real nginx as the gateway. Its cache knows whole seconds only, so the freshness of a page is a bucket of time in
 * the cache key: all copies of a bucket are left behind when it ends. The freshness of each page is core's, written as a Lua table.
 *
 * Deviates  a page expires at the end of its bucket, not a full TTL after it was stored: on average half a TTL is lost
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pageTtlMs } from '#core/cache/page/http-freshness.ts'
import { isGatewayCacheable } from '#core/cache/page/micro-cache.ts'
import type { WebScenario } from '#core/scenario.ts'
import { nginxUpstream } from './nginx-upstream.ts'

const moduleFolders = ['/usr/lib/nginx/modules', '/usr/share/nginx/modules', '/usr/local/lib/nginx/modules']

/** Path of a dynamic module, or none. */
export const nginxModule = (name: string): string | undefined =>
  moduleFolders.map((folder) => join(folder, `${name}.so`)).find((path) => existsSync(path))

/** What this gateway needs besides nginx itself. */
export const hasNginxModules = (): boolean =>
  nginxModule('ndk_http_module') !== undefined && nginxModule('ngx_http_lua_module') !== undefined

export interface NginxPlace {
  /** Folder of its own: configuration, cache, temporary files, logs, pid. */
  readonly folder: string
  readonly port: number
  readonly nodePorts: readonly number[]
  readonly isRoot: boolean
}

/** Lua table of freshness by page in ms; pages that may not be cached are left out. */
export function ttlTable({ gateway, workload }: WebScenario): string {
  const lines: string[] = []
  for (let page = 0; page < workload.pages; page++)
    if (isGatewayCacheable(page, gateway)) lines.push(`[${page}]=${Math.round(pageTtlMs(page, gateway))}`)
  return `return {${lines.join(',')}}\n`
}

/** Nodes always answer compressed, so that one copy serves all clients; nginx unpacks it for those that do not take gzip. */
const compression = `      proxy_set_header Accept-Encoding gzip;
      gunzip on;
`

export function nginxConfiguration(
  scenario: WebScenario,
  { folder, port, nodePorts, isRoot }: NginxPlace,
): string {
  const { gateway, balance, render } = scenario
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `  ${kind}_temp_path ${folder}/temp-${kind};`)
    .join('\n')
  return `load_module ${nginxModule('ndk_http_module')};
load_module ${nginxModule('ngx_http_lua_module')};
${isRoot ? 'user root;\n' : ''}daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log warn;
events { worker_connections 8192; }
http {
  access_log off;
${temporary}
  lua_package_path "${folder}/?.lua;/usr/share/lua/5.1/?.lua;;";
  init_by_lua_block { page_ttl = require("page_ttl") }
  proxy_cache_path ${folder}/cache levels=1:2 keys_zone=pages:16m inactive=10s max_size=256m use_temp_path=off;
  upstream nodes {
${nginxUpstream(balance, nodePorts)}
    keepalive 128;
  }
  server {
    listen 127.0.0.1:${port} backlog=4096;
    keepalive_requests 1000000;
    location = /healthz { return 200 "alive"; }
    location ~ ^/t/(?<tenant>[0-9]+)/p/(?<page>[0-9]+)$ {
      set $bucket "";
      set $skip 1;
      rewrite_by_lua_block {
        local ttl = page_ttl[tonumber(ngx.var.page)]
        if ttl and ngx.req.get_method() == "GET" then
          ngx.update_time()
          local phase = tonumber(ngx.var.page) * 7919 % ttl
          ngx.var.bucket = math.floor((ngx.now() * 1000 + phase) / ttl)
          ngx.var.skip = 0
        end
      }
      proxy_pass http://nodes;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
${render.compresses ? compression : ''}      proxy_cache pages;
      proxy_cache_methods GET;
      proxy_cache_key $uri$is_args$args:$bucket;
      proxy_cache_valid 200 2s;
      proxy_cache_bypass $skip;
      proxy_no_cache $skip;
      proxy_cache_lock ${gateway.coalesces ? 'on' : 'off'};
      proxy_cache_lock_timeout 5s;
      proxy_ignore_headers Cache-Control Expires Set-Cookie Vary;
      add_header X-Cache $upstream_cache_status always;
    }
  }
}
`
}
