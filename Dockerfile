FROM node:24-slim AS build
WORKDIR /tocsin
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build

FROM node:24-slim
WORKDIR /tocsin
COPY --from=build --chown=node:node /tocsin ./
RUN mkdir /data && chown node:node /data
USER node
ENV NODE_ENV=production TOCSIN_DATA_DIR=/data PORT=3000
VOLUME /data
EXPOSE 3000
# Not through npm, so that the signal to stop reaches Tocsin itself.
CMD ["node", "scripts/start.mjs"]
HEALTHCHECK --start-period=60s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/health`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
