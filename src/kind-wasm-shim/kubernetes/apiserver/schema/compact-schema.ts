// Made by src/tools/generate-api-schema.ts, where the notation is explained. Do not edit.

export const compactSchema = `# meta/v1
Condition !lastTransitionTime@ !message observedGeneration# !reason status !type
DeleteOptions apiVersion dryRun[] gracePeriodSeconds# kind orphanDependents? preconditions:Preconditions propagationPolicy
LabelSelector matchExpressions[]:LabelSelectorRequirement matchLabels{}
LabelSelectorRequirement !key !operator values[]
ManagedFieldsEntry apiVersion fieldsType fieldsV1* manager operation subresource time@
ObjectMeta annotations{} creationTimestamp@ deletionGracePeriodSeconds# deletionTimestamp@ finalizers[] generateName generation# labels{} managedFields[]:ManagedFieldsEntry name namespace ownerReferences[]:OwnerReference resourceVersion selfLink uid
OwnerReference apiVersion blockOwnerDeletion? controller? kind !name !uid
Preconditions resourceVersion uid
# core/v1
AWSElasticBlockStoreVolumeSource fsType partition# readOnly? !volumeID
Affinity nodeAffinity:NodeAffinity podAffinity:PodAffinity podAntiAffinity:PodAntiAffinity
AppArmorProfile localhostProfile !type
AttachedVolume !devicePath !name
AzureDiskVolumeSource cachingMode !diskName !diskURI fsType kind readOnly?
AzureFileVolumeSource readOnly? !secretName !shareName
Binding apiVersion kind metadata:meta/v1.ObjectMeta !target:ObjectReference
CSIVolumeSource !driver fsType nodePublishSecretRef:LocalObjectReference readOnly? volumeAttributes{}
Capabilities add[] drop[]
CephFSVolumeSource !monitors[] path readOnly? secretFile secretRef:LocalObjectReference user
CinderVolumeSource fsType readOnly? secretRef:LocalObjectReference !volumeID
ClaimSource resourceClaimName resourceClaimTemplateName
ClientIPConfig timeoutSeconds#
ClusterTrustBundleProjection labelSelector:meta/v1.LabelSelector name optional? !path signerName
ConfigMap apiVersion binaryData{} data{} immutable? kind metadata:meta/v1.ObjectMeta
ConfigMapEnvSource name optional?
ConfigMapKeySelector !key name optional?
ConfigMapNodeConfigSource !kubeletConfigKey !name !namespace resourceVersion uid
ConfigMapProjection items[]:KeyToPath name optional?
ConfigMapVolumeSource defaultMode# items[]:KeyToPath name optional?
Container args[] command[] env[]:EnvVar envFrom[]:EnvFromSource image imagePullPolicy lifecycle:Lifecycle livenessProbe:Probe !name ports[]:ContainerPort readinessProbe:Probe resizePolicy[]:ContainerResizePolicy resources:ResourceRequirements restartPolicy securityContext:SecurityContext startupProbe:Probe stdin? stdinOnce? terminationMessagePath terminationMessagePolicy tty? volumeDevices[]:VolumeDevice volumeMounts[]:VolumeMount workingDir
ContainerImage names[] sizeBytes#
ContainerPort !containerPort# hostIP hostPort# name protocol
ContainerResizePolicy !resourceName !restartPolicy
ContainerState running:ContainerStateRunning terminated:ContainerStateTerminated waiting:ContainerStateWaiting
ContainerStateRunning startedAt@
ContainerStateTerminated containerID !exitCode# finishedAt@ message reason signal# startedAt@
ContainerStateWaiting message reason
ContainerStatus allocatedResources{}~ containerID !image !imageID lastState:ContainerState !name !ready? resources:ResourceRequirements !restartCount# started? state:ContainerState volumeMounts[]:VolumeMountStatus user* allocatedResourcesStatus[]*
DaemonEndpoint !Port#
DownwardAPIProjection items[]:DownwardAPIVolumeFile
DownwardAPIVolumeFile fieldRef:ObjectFieldSelector mode# !path resourceFieldRef:ResourceFieldSelector
DownwardAPIVolumeSource defaultMode# items[]:DownwardAPIVolumeFile
EmptyDirVolumeSource medium sizeLimit~
EndpointAddress hostname !ip nodeName targetRef:ObjectReference
EndpointPort appProtocol name !port# protocol
EndpointSubset addresses[]:EndpointAddress notReadyAddresses[]:EndpointAddress ports[]:EndpointPort
Endpoints apiVersion kind metadata:meta/v1.ObjectMeta subsets[]:EndpointSubset
EnvFromSource configMapRef:ConfigMapEnvSource prefix secretRef:SecretEnvSource
EnvVar !name value valueFrom:EnvVarSource
EnvVarSource configMapKeyRef:ConfigMapKeySelector fieldRef:ObjectFieldSelector resourceFieldRef:ResourceFieldSelector secretKeyRef:SecretKeySelector
EphemeralContainer args[] command[] env[]:EnvVar envFrom[]:EnvFromSource image imagePullPolicy lifecycle:Lifecycle livenessProbe:Probe !name ports[]:ContainerPort readinessProbe:Probe resizePolicy[]:ContainerResizePolicy resources:ResourceRequirements restartPolicy securityContext:SecurityContext startupProbe:Probe stdin? stdinOnce? targetContainerName terminationMessagePath terminationMessagePolicy tty? volumeDevices[]:VolumeDevice volumeMounts[]:VolumeMount workingDir
EphemeralVolumeSource volumeClaimTemplate:PersistentVolumeClaimTemplate
Event action apiVersion count# eventTime@ firstTimestamp@ !involvedObject:ObjectReference kind lastTimestamp@ message metadata:meta/v1.ObjectMeta reason related:ObjectReference reportingComponent reportingInstance series:EventSeries source:EventSource type
EventSeries count# lastObservedTime@
EventSource component host
ExecAction command[]
FCVolumeSource fsType lun# readOnly? targetWWNs[] wwids[]
FlexVolumeSource !driver fsType options{} readOnly? secretRef:LocalObjectReference
FlockerVolumeSource datasetName datasetUUID
GCEPersistentDiskVolumeSource fsType partition# !pdName readOnly?
GRPCAction !port# service
GitRepoVolumeSource directory !repository revision
GlusterfsVolumeSource !endpoints !path readOnly?
HTTPGetAction host httpHeaders[]:HTTPHeader path !port% scheme
HTTPHeader !name !value
HostAlias hostnames[] ip
HostIP ip
HostPathVolumeSource !path type
ISCSIVolumeSource chapAuthDiscovery? chapAuthSession? fsType initiatorName !iqn iscsiInterface !lun# portals[] readOnly? secretRef:LocalObjectReference !targetPortal
ImageVolumeSource pullPolicy reference
KeyToPath !key mode# !path
Lifecycle postStart:LifecycleHandler preStop:LifecycleHandler
LifecycleHandler exec:ExecAction httpGet:HTTPGetAction sleep:SleepAction tcpSocket:TCPSocketAction
LoadBalancerIngress hostname ip ipMode ports[]:PortStatus
LoadBalancerStatus ingress[]:LoadBalancerIngress
LocalObjectReference name
NFSVolumeSource !path readOnly? !server
Namespace apiVersion kind metadata:meta/v1.ObjectMeta spec:NamespaceSpec status:NamespaceStatus
NamespaceCondition lastTransitionTime@ message reason status !type
NamespaceSpec finalizers[]
NamespaceStatus conditions[]:NamespaceCondition phase
Node apiVersion kind metadata:meta/v1.ObjectMeta spec:NodeSpec status:NodeStatus
NodeAddress !address !type
NodeAffinity preferredDuringSchedulingIgnoredDuringExecution[]:PreferredSchedulingTerm requiredDuringSchedulingIgnoredDuringExecution:NodeSelector
NodeCondition lastHeartbeatTime@ lastTransitionTime@ message reason status !type
NodeConfigSource configMap:ConfigMapNodeConfigSource
NodeConfigStatus active:NodeConfigSource assigned:NodeConfigSource error lastKnownGood:NodeConfigSource
NodeDaemonEndpoints kubeletEndpoint:DaemonEndpoint
NodeRuntimeHandler features:NodeRuntimeHandlerFeatures name
NodeRuntimeHandlerFeatures recursiveReadOnlyMounts?
NodeSelector !nodeSelectorTerms[]:NodeSelectorTerm
NodeSelectorRequirement !key !operator values[]
NodeSelectorTerm matchExpressions[]:NodeSelectorRequirement matchFields[]:NodeSelectorRequirement
NodeSpec configSource:NodeConfigSource externalID podCIDR podCIDRs[] providerID taints[]:Taint unschedulable?
NodeStatus addresses[]:NodeAddress allocatable{}~ capacity{}~ conditions[]:NodeCondition config:NodeConfigStatus daemonEndpoints:NodeDaemonEndpoints images[]:ContainerImage nodeInfo:NodeSystemInfo phase runtimeHandlers[]:NodeRuntimeHandler volumesAttached[]:AttachedVolume volumesInUse[] features*
NodeSystemInfo !architecture !bootID !containerRuntimeVersion !kernelVersion !kubeProxyVersion !kubeletVersion !machineID !operatingSystem !osImage !systemUUID
ObjectFieldSelector apiVersion !fieldPath
ObjectReference apiVersion fieldPath kind name namespace resourceVersion uid
PersistentVolumeClaimSpec accessModes[] dataSource:TypedLocalObjectReference dataSourceRef:TypedObjectReference resources:VolumeResourceRequirements selector:meta/v1.LabelSelector storageClassName volumeAttributesClassName volumeMode volumeName
PersistentVolumeClaimTemplate metadata:meta/v1.ObjectMeta spec:PersistentVolumeClaimSpec
PersistentVolumeClaimVolumeSource !claimName readOnly?
PhotonPersistentDiskVolumeSource fsType !pdID
Pod apiVersion kind metadata:meta/v1.ObjectMeta spec:PodSpec status:PodStatus
PodAffinity preferredDuringSchedulingIgnoredDuringExecution[]:WeightedPodAffinityTerm requiredDuringSchedulingIgnoredDuringExecution[]:PodAffinityTerm
PodAffinityTerm labelSelector:meta/v1.LabelSelector matchLabelKeys[] mismatchLabelKeys[] namespaceSelector:meta/v1.LabelSelector namespaces[] !topologyKey
PodAntiAffinity preferredDuringSchedulingIgnoredDuringExecution[]:WeightedPodAffinityTerm requiredDuringSchedulingIgnoredDuringExecution[]:PodAffinityTerm
PodCondition lastProbeTime@ lastTransitionTime@ message reason status !type
PodDNSConfig nameservers[] options[]:PodDNSConfigOption searches[]
PodDNSConfigOption name value
PodIP ip
PodOS !name
PodReadinessGate !conditionType
PodResourceClaim !name source:ClaimSource
PodResourceClaimStatus !name resourceClaimName
PodSchedulingGate !name
PodSecurityContext appArmorProfile:AppArmorProfile fsGroup# fsGroupChangePolicy runAsGroup# runAsNonRoot? runAsUser# seLinuxOptions:SELinuxOptions seccompProfile:SeccompProfile supplementalGroups[]# sysctls[]:Sysctl windowsOptions:WindowsSecurityContextOptions supplementalGroupsPolicy seLinuxChangePolicy
PodSpec activeDeadlineSeconds# affinity:Affinity automountServiceAccountToken? !containers[]:Container dnsConfig:PodDNSConfig dnsPolicy enableServiceLinks? ephemeralContainers[]:EphemeralContainer hostAliases[]:HostAlias hostIPC? hostNetwork? hostPID? hostUsers? hostname imagePullSecrets[]:LocalObjectReference initContainers[]:Container nodeName nodeSelector{} os:PodOS overhead{}~ preemptionPolicy priority# priorityClassName readinessGates[]:PodReadinessGate resourceClaims[]:PodResourceClaim restartPolicy runtimeClassName schedulerName schedulingGates[]:PodSchedulingGate securityContext:PodSecurityContext serviceAccount serviceAccountName setHostnameAsFQDN? shareProcessNamespace? subdomain terminationGracePeriodSeconds# tolerations[]:Toleration topologySpreadConstraints[]:TopologySpreadConstraint volumes[]:Volume resources:ResourceRequirements
PodStatus conditions[]:PodCondition containerStatuses[]:ContainerStatus ephemeralContainerStatuses[]:ContainerStatus hostIP hostIPs[]:HostIP initContainerStatuses[]:ContainerStatus message nominatedNodeName phase podIP podIPs[]:PodIP qosClass reason resize resourceClaimStatuses[]:PodResourceClaimStatus startTime@
PodTemplateSpec metadata:meta/v1.ObjectMeta spec:PodSpec
PortStatus error !port# !protocol
PortworxVolumeSource fsType readOnly? !volumeID
PreferredSchedulingTerm !preference:NodeSelectorTerm !weight#
Probe exec:ExecAction failureThreshold# grpc:GRPCAction httpGet:HTTPGetAction initialDelaySeconds# periodSeconds# successThreshold# tcpSocket:TCPSocketAction terminationGracePeriodSeconds# timeoutSeconds#
ProjectedVolumeSource defaultMode# sources[]:VolumeProjection
QuobyteVolumeSource group readOnly? !registry tenant user !volume
RBDVolumeSource fsType !image keyring !monitors[] pool readOnly? secretRef:LocalObjectReference user
ResourceClaim !name
ResourceFieldSelector containerName divisor~ !resource
ResourceRequirements claims[]:ResourceClaim limits{}~ requests{}~
SELinuxOptions level role type user
ScaleIOVolumeSource fsType !gateway protectionDomain readOnly? !secretRef:LocalObjectReference sslEnabled? storageMode storagePool !system volumeName
SeccompProfile localhostProfile !type
Secret apiVersion data{} immutable? kind metadata:meta/v1.ObjectMeta stringData{} type
SecretEnvSource name optional?
SecretKeySelector !key name optional?
SecretProjection items[]:KeyToPath name optional?
SecretVolumeSource defaultMode# items[]:KeyToPath optional? secretName
SecurityContext allowPrivilegeEscalation? appArmorProfile:AppArmorProfile capabilities:Capabilities privileged? procMount readOnlyRootFilesystem? runAsGroup# runAsNonRoot? runAsUser# seLinuxOptions:SELinuxOptions seccompProfile:SeccompProfile windowsOptions:WindowsSecurityContextOptions
Service apiVersion kind metadata:meta/v1.ObjectMeta spec:ServiceSpec status:ServiceStatus
ServiceAccount apiVersion automountServiceAccountToken? imagePullSecrets[]:LocalObjectReference kind metadata:meta/v1.ObjectMeta secrets[]:ObjectReference
ServiceAccountTokenProjection audience expirationSeconds# !path
ServicePort appProtocol name nodePort# !port# protocol targetPort%
ServiceSpec allocateLoadBalancerNodePorts? clusterIP clusterIPs[] externalIPs[] externalName externalTrafficPolicy healthCheckNodePort# internalTrafficPolicy ipFamilies[] ipFamilyPolicy loadBalancerClass loadBalancerIP loadBalancerSourceRanges[] ports[]:ServicePort publishNotReadyAddresses? selector{} sessionAffinity sessionAffinityConfig:SessionAffinityConfig trafficDistribution type
ServiceStatus conditions[]:meta/v1.Condition loadBalancer:LoadBalancerStatus
SessionAffinityConfig clientIP:ClientIPConfig
SleepAction !seconds#
StorageOSVolumeSource fsType readOnly? secretRef:LocalObjectReference volumeName volumeNamespace
Sysctl !name !value
TCPSocketAction host !port%
Taint !effect !key timeAdded@ value
Toleration effect key operator tolerationSeconds# value
TopologySpreadConstraint labelSelector:meta/v1.LabelSelector matchLabelKeys[] !maxSkew# minDomains# nodeAffinityPolicy nodeTaintsPolicy !topologyKey !whenUnsatisfiable
TypedLocalObjectReference apiGroup kind !name
TypedObjectReference apiGroup kind !name namespace
Volume awsElasticBlockStore:AWSElasticBlockStoreVolumeSource azureDisk:AzureDiskVolumeSource azureFile:AzureFileVolumeSource cephfs:CephFSVolumeSource cinder:CinderVolumeSource configMap:ConfigMapVolumeSource csi:CSIVolumeSource downwardAPI:DownwardAPIVolumeSource emptyDir:EmptyDirVolumeSource ephemeral:EphemeralVolumeSource fc:FCVolumeSource flexVolume:FlexVolumeSource flocker:FlockerVolumeSource gcePersistentDisk:GCEPersistentDiskVolumeSource gitRepo:GitRepoVolumeSource glusterfs:GlusterfsVolumeSource hostPath:HostPathVolumeSource iscsi:ISCSIVolumeSource !name nfs:NFSVolumeSource persistentVolumeClaim:PersistentVolumeClaimVolumeSource photonPersistentDisk:PhotonPersistentDiskVolumeSource portworxVolume:PortworxVolumeSource projected:ProjectedVolumeSource quobyte:QuobyteVolumeSource rbd:RBDVolumeSource scaleIO:ScaleIOVolumeSource secret:SecretVolumeSource storageos:StorageOSVolumeSource vsphereVolume:VsphereVirtualDiskVolumeSource image:ImageVolumeSource
VolumeDevice !devicePath !name
VolumeMount !mountPath mountPropagation !name readOnly? recursiveReadOnly subPath subPathExpr
VolumeMountStatus !mountPath !name readOnly? recursiveReadOnly
VolumeProjection clusterTrustBundle:ClusterTrustBundleProjection configMap:ConfigMapProjection downwardAPI:DownwardAPIProjection secret:SecretProjection serviceAccountToken:ServiceAccountTokenProjection
VolumeResourceRequirements limits{}~ requests{}~
VsphereVirtualDiskVolumeSource fsType storagePolicyID storagePolicyName !volumePath
WeightedPodAffinityTerm !podAffinityTerm:PodAffinityTerm !weight#
WindowsSecurityContextOptions gmsaCredentialSpec gmsaCredentialSpecName hostProcess? runAsUserName
# apps/v1
DaemonSet apiVersion kind metadata:meta/v1.ObjectMeta spec:DaemonSetSpec status:DaemonSetStatus
DaemonSetCondition lastTransitionTime@ message reason status !type
DaemonSetSpec minReadySeconds# revisionHistoryLimit# !selector:meta/v1.LabelSelector !template:core/v1.PodTemplateSpec updateStrategy:DaemonSetUpdateStrategy
DaemonSetStatus collisionCount# conditions[]:DaemonSetCondition !currentNumberScheduled# !desiredNumberScheduled# numberAvailable# !numberMisscheduled# !numberReady# numberUnavailable# observedGeneration# updatedNumberScheduled#
DaemonSetUpdateStrategy rollingUpdate:RollingUpdateDaemonSet type
Deployment apiVersion kind metadata:meta/v1.ObjectMeta spec:DeploymentSpec status:DeploymentStatus
DeploymentCondition lastTransitionTime@ lastUpdateTime@ message reason status !type
DeploymentSpec minReadySeconds# paused? progressDeadlineSeconds# replicas# revisionHistoryLimit# !selector:meta/v1.LabelSelector strategy:DeploymentStrategy !template:core/v1.PodTemplateSpec
DeploymentStatus availableReplicas# collisionCount# conditions[]:DeploymentCondition observedGeneration# readyReplicas# replicas# unavailableReplicas# updatedReplicas#
DeploymentStrategy rollingUpdate:RollingUpdateDeployment type
ReplicaSet apiVersion kind metadata:meta/v1.ObjectMeta spec:ReplicaSetSpec status:ReplicaSetStatus
ReplicaSetCondition lastTransitionTime@ message reason status !type
ReplicaSetSpec minReadySeconds# replicas# !selector:meta/v1.LabelSelector template:core/v1.PodTemplateSpec
ReplicaSetStatus availableReplicas# conditions[]:ReplicaSetCondition fullyLabeledReplicas# observedGeneration# readyReplicas# !replicas#
RollingUpdateDaemonSet maxSurge% maxUnavailable%
RollingUpdateDeployment maxSurge% maxUnavailable%
# authentication/v1
SelfSubjectReview apiVersion kind metadata:meta/v1.ObjectMeta status:SelfSubjectReviewStatus
SelfSubjectReviewStatus userInfo:UserInfo
UserInfo extra{}[] groups[] uid username
# authorization/v1
NonResourceAttributes path verb
ResourceAttributes group name namespace resource subresource verb version
SelfSubjectAccessReview apiVersion kind metadata:meta/v1.ObjectMeta spec:SelfSubjectAccessReviewSpec status:SubjectAccessReviewStatus
SelfSubjectAccessReviewSpec nonResourceAttributes:NonResourceAttributes resourceAttributes:ResourceAttributes
SubjectAccessReviewStatus !allowed? denied? evaluationError reason
# autoscaling/v1
Scale apiVersion kind metadata:meta/v1.ObjectMeta spec:ScaleSpec status:ScaleStatus
ScaleSpec replicas#
ScaleStatus !replicas# selector
# batch/v1
Job apiVersion kind metadata:meta/v1.ObjectMeta spec:JobSpec status:JobStatus
JobCondition lastProbeTime@ lastTransitionTime@ message reason status !type
JobSpec activeDeadlineSeconds# backoffLimit# backoffLimitPerIndex# completionMode completions# managedBy manualSelector? maxFailedIndexes# parallelism# podFailurePolicy:PodFailurePolicy podReplacementPolicy selector:meta/v1.LabelSelector successPolicy:SuccessPolicy suspend? !template:core/v1.PodTemplateSpec ttlSecondsAfterFinished#
JobStatus active# completedIndexes completionTime@ conditions[]:JobCondition failed# failedIndexes ready# startTime@ succeeded# terminating# uncountedTerminatedPods:UncountedTerminatedPods
PodFailurePolicy !rules[]:PodFailurePolicyRule
PodFailurePolicyOnExitCodesRequirement containerName !operator !values[]#
PodFailurePolicyOnPodConditionsPattern status !type
PodFailurePolicyRule !action onExitCodes:PodFailurePolicyOnExitCodesRequirement onPodConditions[]:PodFailurePolicyOnPodConditionsPattern
SuccessPolicy !rules[]:SuccessPolicyRule
SuccessPolicyRule succeededCount# succeededIndexes
UncountedTerminatedPods failed[] succeeded[]
# coordination/v1
Lease apiVersion kind metadata:meta/v1.ObjectMeta spec:LeaseSpec
LeaseSpec acquireTime@ holderIdentity leaseDurationSeconds# leaseTransitions# renewTime@
# policy/v1
Eviction apiVersion deleteOptions:meta/v1.DeleteOptions kind metadata:meta/v1.ObjectMeta
PodDisruptionBudget apiVersion kind metadata:meta/v1.ObjectMeta spec:PodDisruptionBudgetSpec status:PodDisruptionBudgetStatus
PodDisruptionBudgetSpec maxUnavailable% minAvailable% selector:meta/v1.LabelSelector unhealthyPodEvictionPolicy
PodDisruptionBudgetStatus conditions[]:meta/v1.Condition !currentHealthy# !desiredHealthy# disruptedPods{}@ !disruptionsAllowed# !expectedPods# observedGeneration#
# rbac/v1
AggregationRule clusterRoleSelectors[]:meta/v1.LabelSelector
ClusterRole aggregationRule:AggregationRule apiVersion kind metadata:meta/v1.ObjectMeta rules[]:PolicyRule
ClusterRoleBinding apiVersion kind metadata:meta/v1.ObjectMeta !roleRef:RoleRef subjects[]:Subject
PolicyRule apiGroups[] nonResourceURLs[] resourceNames[] resources[] !verbs[]
Role apiVersion kind metadata:meta/v1.ObjectMeta rules[]:PolicyRule
RoleBinding apiVersion kind metadata:meta/v1.ObjectMeta !roleRef:RoleRef subjects[]:Subject
RoleRef !apiGroup kind !name
Subject apiGroup kind !name namespace
# scheduling/v1
PriorityClass apiVersion description globalDefault? kind metadata:meta/v1.ObjectMeta preemptionPolicy !value#
`;
