# Gatehouse as an image: the sources and what they need to run, and nothing of what only tests and the demo need.
# Configuration is mounted at /etc/gatehouse, with "listen: { host: 0.0.0.0 }"; all that it writes is in /data.
FROM node:26-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:26-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY public ./public
COPY views ./views
COPY src ./src
# A new volume takes owner and mode from here.
RUN install -d -o node -g node -m 0700 /data
USER node
VOLUME /data
EXPOSE 8080
# Whether the process answers, not whether its stores do: starting it anew would not bring those back.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/_gatehouse/health/live').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "src/main.ts"]
CMD ["serve", "--config", "/etc/gatehouse", "--data", "/data"]
