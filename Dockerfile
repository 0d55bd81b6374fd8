# One image for the bots and the worker: the same files, another command. The base image brings the Node that
# `package.json` pins for machines without one, so no install script has to run.
FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

FROM node:24-slim
ENV NODE_ENV=production DATA_DIR=/data
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json ./
COPY core ./core
COPY commands ./commands
COPY worker ./worker
COPY bots ./bots
COPY workflows ./workflows
COPY wildcards ./wildcards
COPY scripts/healthy.ts ./scripts/
# Videos, sounds and OpenEXR are made showable with it.
RUN apt-get update && apt-get install -y --no-install-recommends ffmpeg && rm -rf /var/lib/apt/lists/*
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
# `bots/main.ts` or `worker/main.ts`. Run it with --init.
ENTRYPOINT ["node"]
CMD ["bots/main.ts"]
