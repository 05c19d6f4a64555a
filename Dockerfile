# One image for the gateway and every subgraph: docker-compose.yml says which of them a container runs.

FROM node:24-bookworm-slim AS packages
WORKDIR /laurel
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM node:24-bookworm-slim
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    NODE_COMPILE_CACHE=/tmp/node-compile-cache
WORKDIR /laurel
RUN mkdir /data && chown node:node /data
COPY --from=packages /laurel/node_modules ./node_modules
COPY package.json ./
COPY schema ./schema
COPY client/operations ./client/operations
COPY platform ./platform
COPY events ./events
COPY gateway ./gateway
COPY subgraphs ./subgraphs
# The commands of operators: npm run dead-letters, npm run recompute.
COPY services ./services
USER node
VOLUME /data
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=3 \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "gateway/main.ts"]
