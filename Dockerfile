# Debian, not Alpine: the embedded PostgreSQL has no musl build. With DATABASE_URL set it is not used.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build --chown=node:node /app ./
USER node
EXPOSE 3000
CMD ["sh", "-c", ". ./scripts/memory.sh && exec node scripts/run.mjs server"]
