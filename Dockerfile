# One image; web, worker and beat are three commands of it (docker-compose.yml).

FROM node:22-trixie-slim AS front-end
RUN apt-get update && apt-get install -y --no-install-recommends python3 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
# Needs no package of ours: it runs npm and sass, and writes build/static.
RUN python3 -m devstack.frontend

FROM python:3.13-slim AS packages
WORKDIR /app
COPY requirements.txt .
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt

FROM python:3.13-slim
RUN useradd --system --create-home --uid 10001 collab
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 DJANGO_ENV=production MEDIA_ROOT=/media
# As in devstack/processes.py: freed memory goes back.
ENV MALLOC_ARENA_MAX=1 MALLOC_TRIM_THRESHOLD_=65536 MALLOC_MMAP_THRESHOLD_=131072
WORKDIR /app
COPY --from=packages /venv /venv
COPY . .
COPY --from=front-end /app/build/static build/static
# Collecting reads no row and signs nothing, so these values are never used again.
RUN SECRET_KEY=build DATABASE_URL=postgresql:///build REDIS_URL=memory:// EMAIL_URL=smtp://localhost \
    PUBLIC_URL=http://localhost python manage.py collectstatic --no-input --verbosity 0 \
    && install -d -o collab /media
USER collab
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", \
     "--blocking-threads", "4", "--http", "1", "--no-ws", "--respawn-failed-workers", \
     "--workers-kill-timeout", "10", "devstack.serve:application"]
