import { envFileOf, jsonOf, manifestsOf, tomlOf, unitOf, yamlOf } from './deploy-files.ts';

/** The port of the bridge where nothing else is said. */
export const PORT = 17_580;

/** The most a stop may take, in s, see docs/OPERATING.md. */
export const LONGEST_STOP_S = 9;

/** Settings by name. */
export type Env = Readonly<Record<string, string>>;

/** What the tests ask of a service of compose. */
export interface ComposeService {
  readonly image: string;
  readonly environment: Env;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly stop_grace_period?: string;
  readonly restart: string;
}
/** A compose file. */
export interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}
/** `app.json`. */
export interface Heroku {
  readonly env: Readonly<
    Record<string, { value?: string; generator?: string; required?: boolean; description: string }>
  >;
  readonly formation: { readonly web: { readonly quantity: number; readonly size: string } };
}
/** `render.yaml`. */
export interface Render {
  readonly services: readonly {
    readonly startCommand: string;
    readonly healthCheckPath: string;
    readonly numInstances: number;
    readonly disk: { readonly mountPath: string };
    readonly envVars: readonly {
      key: string;
      value?: string;
      sync?: boolean;
      generateValue?: boolean;
    }[];
  }[];
}
/** `railway.json`. */
export interface Railway {
  readonly build: { readonly builder: string };
  readonly deploy: Readonly<Record<string, unknown>>;
}
/** A probe of Kubernetes. */
export interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
}
/** What the tests ask of a manifest of Kubernetes. */
export interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly stringData?: Env;
  readonly spec: {
    readonly replicas?: number;
    readonly strategy?: { readonly type: string };
    readonly ports?: readonly { readonly port: number; readonly targetPort: string }[];
    readonly selector?: Env;
    readonly template?: {
      readonly metadata: { readonly labels: Env };
      readonly spec: {
        readonly terminationGracePeriodSeconds: number;
        readonly securityContext: Readonly<Record<string, unknown>>;
        readonly containers: readonly {
          readonly image: string;
          readonly env: readonly { readonly name: string; readonly value: string }[];
          readonly envFrom: readonly { readonly secretRef: { readonly name: string } }[];
          readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
          readonly livenessProbe: Probe;
          readonly readinessProbe: Probe;
          readonly securityContext: Readonly<Record<string, unknown>>;
          readonly volumeMounts: readonly { readonly mountPath: string }[];
        }[];
        readonly volumes: readonly { readonly persistentVolumeClaim: { claimName: string } }[];
      };
    };
  };
}

/** Version of the package. */
export const version = (jsonOf('package.json') as { version: string }).version;
/** `docker-compose.yml`. */
export const whole = yamlOf('docker-compose.yml') as Compose;
/** `docker-compose.bridge-only.yml`. */
export const alone = yamlOf('docker-compose.bridge-only.yml') as Compose;
/** `app.json`. */
export const heroku = jsonOf('app.json') as Heroku;
/** `fly.toml`. */
export const fly = tomlOf('fly.toml');
/** The service of `render.yaml`. */
export const render = (yamlOf('render.yaml') as Render).services[0]!;
/** `railway.json`. */
export const railway = jsonOf('railway.json') as Railway;
/** What Kubernetes is given, but for the secret. */
export const manifests = manifestsOf(
  'deploy/kubernetes/nightscout-dexcom-bridge.yaml',
) as readonly Manifest[];
/** The example of its secret. */
export const kubernetesSecret = (
  manifestsOf('deploy/kubernetes/secret.example.yaml') as readonly Manifest[]
)[0]!;
/** The systemd service. */
export const unit = unitOf('deploy/systemd/nightscout-dexcom-bridge.service');
/** Its drop-in for secrets in files. */
export const credentials = unitOf('deploy/systemd/credentials.conf');
/** The template of its settings. */
export const unitEnv = envFileOf('deploy/systemd/nightscout-dexcom-bridge.env');
/** The pod of Kubernetes. */
export const pod = manifests.find(({ kind }) => kind === 'Deployment')!.spec.template!.spec;
/** Its only container. */
export const container = pod.containers[0]!;
